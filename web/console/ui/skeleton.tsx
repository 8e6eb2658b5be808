type SkeletonProps = { readonly rows: number; readonly label: string };

/** Grey shapes of what is coming; shown only when it takes longer than 150 ms. */
export const Skeleton = ({ rows, label }: SkeletonProps) => (
  <div role="status" aria-label={label} className="late">
    {Array.from({ length: rows }, (_, row) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the shapes are all alike
      <div key={row} className="flex gap-3 border-b border-border p-3" style={{ opacity: 1 - row / (rows + 2) }}>
        <span className="shimmer size-7 rounded-full" />
        <span className="grid grow content-start gap-2">
          <span className="shimmer h-3 w-1/3" />
          <span className="shimmer h-3 w-4/5" />
          <span className="shimmer h-3 w-3/5" />
        </span>
      </div>
    ))}
  </div>
);
