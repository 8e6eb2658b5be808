import * as z from 'zod';

/** https://developers.google.com/android-publisher/api-ref/rest/v3/reviews, read 2026-11-22. */
export const apiUrl = 'https://androidpublisher.googleapis.com/androidpublisher/v3/applications';

const $Time = z.looseObject({ seconds: z.coerce.string().regex(/^\d{1,12}$/), nanos: z.number().default(0) });

const $UserComment = z.looseObject({
  /** Title and body, with a tab in between, where there is a title. */
  text: z.string().default(''),
  lastModified: $Time,
  starRating: z.number().int(),
  reviewerLanguage: z.string().optional(),
  device: z.string().optional(),
  androidOsVersion: z.number().optional(),
  appVersionCode: z.number().optional(),
  appVersionName: z.string().optional(),
  deviceMetadata: z.looseObject({ productName: z.string().optional(), manufacturer: z.string().optional() }).optional(),
});
export type UserComment = z.infer<typeof $UserComment>;

const $DeveloperComment = z.looseObject({ text: z.string(), lastModified: $Time });
export type DeveloperComment = z.infer<typeof $DeveloperComment>;

export const $Review = z.looseObject({
  reviewId: z.string().min(1),
  authorName: z.string().optional(),
  comments: z.array(
    z.looseObject({ userComment: $UserComment.optional(), developerComment: $DeveloperComment.optional() }),
  ),
});
export type Review = z.infer<typeof $Review>;

/** An answer of the list; items are read one by one, so that a bad one hurts no other. */
export const $ReviewList = z.looseObject({
  reviews: z.array(z.unknown()).default([]),
  tokenPagination: z.looseObject({ nextPageToken: z.string().optional() }).optional(),
});

/** What goes onto the queue: one review, and the app that was asked about, which Google's answer does not name. */
export const $ReviewBody = z.object({ packageName: z.string(), reviews: z.array(z.unknown()) });

export const msOf = ({ seconds, nanos }: z.infer<typeof $Time>): number =>
  Number(seconds) * 1000 + Math.floor(nanos / 1e6);

export const commentsOf = ({ comments }: Review) => ({
  user: comments.find(({ userComment }) => userComment)?.userComment,
  developer: comments.find(({ developerComment }) => developerComment)?.developerComment,
});
