/** Goes with what we send and comes back with Messenger's echo; https://developers.facebook.com/docs/messenger-platform/reference/send-api, "metadata". */
export const ourMetadata = 'parley';

export const isOurMetadata = (metadata: string | undefined): boolean => metadata === ourMetadata;
