import * as z from 'zod';

/** What only LINE needs to know of a connection. */
export const $LineSettings = z.object({
  /** A JPEG or PNG of up to 1 MB that stands for a video, or a picture above 1 MB, until it is opened: LINE makes no previews itself. */
  previewImageUrl: z
    .url({ protocol: /^https$/ })
    .max(2000)
    .optional(),
});
export type LineSettings = z.infer<typeof $LineSettings>;
