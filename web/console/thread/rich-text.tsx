const link = /(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]])/g;

/** Plain text with its web addresses as links; nothing else is read into it. */
export const RichText = ({ text }: { readonly text: string }) =>
  text === '' ? null : (
    <div dir="auto" className="breakable max-w-[70ch]">
      {text.split(link).map((part, index) =>
        index % 2 === 0 ? (
          part
        ) : (
          <a
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never change places
            key={index}
            href={part}
            target="_blank"
            rel="noopener noreferrer nofollow"
            className="text-accent underline decoration-current/40 underline-offset-2 hover:decoration-current"
          >
            {part}
          </a>
        ),
      )}
    </div>
  );
