type Options = {
  readonly description?: string;
  readonly duration?: number;
  readonly action?: { readonly label: string; readonly onClick: () => void };
};

/** A short confirmation; its code is only fetched once there is something to say. */
export const confirmDone = (text: string, options: Options = {}): void => {
  void import('sonner').then(({ toast }) => toast.success(text, options));
};

/** A failure, said once and kept on screen for long enough to be read. */
export const reportFailure = (text: string, options: Options = {}): void => {
  void import('sonner').then(({ toast }) => toast.error(text, options));
};
