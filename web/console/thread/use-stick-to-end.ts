import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';

const nearPx = 80;

type StickToEnd = {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly isAtEnd: boolean;
  readonly toEnd: () => void;
};

/** Opens at the newest message and follows new ones, unless the reader has scrolled away; what one writes oneself is always followed. */
export const useStickToEnd = (length: number, newestOwn: string | undefined): StickToEnd => {
  const scroller = useRef<HTMLDivElement>(null);
  const [isAtEnd, setIsAtEnd] = useState(true);
  const follows = useRef(true);
  const toEnd = (): void => scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the number of messages changes
  useLayoutEffect(() => {
    if (follows.current) toEnd();
  }, [length]);
  useLayoutEffect(() => {
    if (newestOwn) scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
  }, [newestOwn]);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const onScroll = (): void => {
      follows.current = element.scrollHeight - element.scrollTop - element.clientHeight < nearPx;
      setIsAtEnd(follows.current);
    };
    const sizes = new ResizeObserver(() => {
      if (follows.current) element.scrollTo({ top: element.scrollHeight });
    });
    element.addEventListener('scroll', onScroll, { passive: true });
    sizes.observe(element);
    if (element.firstElementChild) sizes.observe(element.firstElementChild);
    return () => {
      element.removeEventListener('scroll', onScroll);
      sizes.disconnect();
    };
  }, []);
  return { scroller, isAtEnd, toEnd };
};
