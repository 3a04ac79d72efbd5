import { useLayoutEffect, useRef } from 'preact/hooks';

// As a popover it lies in front of dialogs, too; where a browser has none it is a line like any other.
function Sentence({ text }: { text: string }) {
  const ref = useRef<HTMLParagraphElement>(null);
  useLayoutEffect(() => ref.current!.showPopover?.(), []);
  return (
    <p popover="manual" ref={ref}>
      {text}
    </p>
  );
}

// What is said at the foot of the page, to screen readers too.
export const Toast = ({ text }: { text: string }) => (
  <div class="toast" role="status">
    {text && <Sentence key={text} text={text} />}
  </div>
);
