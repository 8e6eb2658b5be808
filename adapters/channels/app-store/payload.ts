import * as z from 'zod';

/** https://developer.apple.com/documentation/appstoreconnectapi/customer-reviews, read 2026-11-22. */
export const apiUrl = 'https://api.appstoreconnect.apple.com';

export const $CustomerReview = z.looseObject({
  type: z.literal('customerReviews'),
  id: z.string().min(1),
  attributes: z.looseObject({
    rating: z.number().int(),
    title: z.string().nullish(),
    body: z.string().nullish(),
    reviewerNickname: z.string().nullish(),
    createdDate: z.iso.datetime({ offset: true }),
    territory: z.string().nullish(),
  }),
  relationships: z
    .looseObject({ response: z.looseObject({ data: z.looseObject({ id: z.string() }).nullish() }).optional() })
    .optional(),
});
export type CustomerReview = z.infer<typeof $CustomerReview>;

const $Response = z.looseObject({
  type: z.literal('customerReviewResponses'),
  id: z.string(),
  attributes: z.looseObject({
    responseBody: z.string(),
    lastModifiedDate: z.iso.datetime({ offset: true }),
    state: z.string().optional(),
  }),
});
export type ReviewResponse = z.infer<typeof $Response>;

export const $ReviewPage = z.looseObject({
  data: z.array(z.unknown()),
  included: z.array(z.unknown()).default([]),
  links: z.looseObject({ next: z.string().optional() }).optional(),
});

/** What goes onto the queue: one review with its response, and the app that was asked about. */
export const $ReviewBody = z.object({ appId: z.string(), data: z.array(z.unknown()), included: z.array(z.unknown()) });

/** Our answer under a review, if there is one among what came along. */
export function responseOf(review: CustomerReview, included: readonly unknown[]): ReviewResponse | undefined {
  const id = review.relationships?.response?.data?.id;
  const found = included.flatMap((one) => $Response.safeParse(one).data ?? []);
  return id === undefined ? undefined : found.find((response) => response.id === id);
}
