import type { Bucket } from './bucket.ts';

/** The bucket of files. The client of S3 is loaded by the first event that has to do with a file; most have not. */
export function bucketNamed(name: string): Bucket {
  let opening: Promise<Bucket> | undefined;
  const opened = (): Promise<Bucket> => {
    opening ??= import('./bucket.ts').then(({ openBucket }) => openBucket(name));
    return opening;
  };
  return {
    files: {
      put: async (file) => (await opened()).files.put(file),
      get: async (key) => (await opened()).files.get(key),
      remove: async (key) => (await opened()).files.remove(key),
    },
    linkTo: async (file) => (await opened()).linkTo(file),
    uploadTo: async (file) => (await opened()).uploadTo(file),
    uploadForm: async (upload) => (await opened()).uploadForm(upload),
    read: async (place) => (await opened()).read(place),
  };
}
