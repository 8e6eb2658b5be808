type KbdProps = { readonly children: string; readonly className?: string };

/** A key as it is written on the keyboard. */
export const Kbd = ({ children, className = '' }: KbdProps) => (
  <kbd
    className={`inline-block min-w-5 rounded-s border border-current/25 px-1 text-center font-sans text-11 opacity-85 ${className}`}
  >
    {children}
  </kbd>
);
