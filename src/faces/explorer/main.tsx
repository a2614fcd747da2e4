/** Starts the explorer. */
import { render } from 'preact';
import 'virtual:report-style.css';
import './explorer.css';
import './parts/parts.css';
import { App } from './app.js';

const place = document.getElementById('app');
place?.replaceChildren();
if (place !== null) render(<App />, place);
