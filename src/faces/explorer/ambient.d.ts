declare module '*.css' {}
declare module 'virtual:report-style.css' {}
