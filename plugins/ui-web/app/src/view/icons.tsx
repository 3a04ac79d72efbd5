// Line drawings of 24 × 24; they say nothing to a screen reader, their buttons do.
const paths = {
  friends: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zm-8 8c0-3.3 3.6-6 8-6s8 2.7 8 6',
  chats: 'M12 4c-5 0-9 3.1-9 7 0 2.4 1.6 4.6 4 5.8L6 20.5l4.3-2.7q.8.1 1.7.1c5 0 9-3.1 9-7s-4-6.9-9-6.9z',
  settings: 'M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6zm0-12v3m0 12v3M4.2 7.5l2.6 1.5m10.4 6l2.6 1.5M4.2 16.5 6.8 15m10.4-6 2.6-1.5',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zm5-1.5L20 20',
  back: 'M15 5l-7 7 7 7', close: 'M6 6l12 12M18 6L6 18', menu: 'M4 7h16M4 12h16M4 17h16', more: 'M6 12h.01M12 12h.01M18 12h.01',
  addFriend: 'M10 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zm-7 8c0-3.3 3.1-6 7-6 1.4 0 2.7.3 3.8 1M18 14v6m-3-3h6',
  newChat: 'M12 4c-5 0-9 3.1-9 7 0 2.4 1.6 4.6 4 5.8L6 20.5l4.3-2.7M12 17.9c5 0 9-3.1 9-7M17 3v6m-3-3h6',
  attach: 'M20 11.5l-8 8a5 5 0 0 1-7-7l8.5-8.5a3.3 3.3 0 0 1 4.7 4.7L9.7 17.2a1.7 1.7 0 0 1-2.4-2.4l7.4-7.4',
  mute: 'M6 9a6 6 0 0 1 9-5.2M18 10v3l2 3H8M10 19a2 2 0 0 0 4 0M4 4l16 16', pin: 'M9 4h6l-1 6 3 3H7l3-3-1-6zm3 9v7', clock: 'M12 7v5l3 2m6-2a9 9 0 1 1-18 0 9 9 0 0 1 18 0z',
  down: 'M6 9l6 6 6-6', notice: 'M5 10v4l10 4V6L5 10zm10 0a3 3 0 0 1 0 4M7 14.8V19h3v-3',
  file: 'M7 3h7l4 4v14H7zM14 3v5h4', camera: 'M4 8h4l1.5-2.5h5L16 8h4v11H4zM12 16.5a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4z',
};
export type IconName = keyof typeof paths;

export const Icon = ({ name }: { name: IconName }) => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d={paths[name]} />
  </svg>
);

interface IconButtonProps {
  icon: IconName;
  label: string;
  onClick: (event: MouseEvent) => void;
  class?: string;
  pressed?: boolean;
  expanded?: boolean;
  disabled?: boolean;
}
export const IconButton = ({ icon, label, onClick, class: extra = '', pressed, expanded, disabled }: IconButtonProps) => (
  <button type="button" class={`icon-button ${extra}`} aria-label={label} title={label} onClick={onClick} aria-pressed={pressed} aria-expanded={expanded} disabled={disabled ?? false}>
    <Icon name={icon} />
  </button>
);
