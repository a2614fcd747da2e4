/** The setting of a table, which is Markdown: paragraphs, code and strong words. */
export function Setting({ text }: { readonly text: string }) {
  return (
    <>
      {text.split(/\n\s*\n/).map((paragraph) => (
        <p key={paragraph}>{paragraph.split(/(`[^`]*`|\*\*[^*]*\*\*)/).map(inline)}</p>
      ))}
    </>
  );
}

function inline(part: string, key: number) {
  if (part.startsWith('`')) return <code key={key}>{part.slice(1, -1)}</code>;
  return part.startsWith('**') ? <strong key={key}>{part.slice(2, -2)}</strong> : part;
}
