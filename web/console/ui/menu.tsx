import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { Header } from 'react-aria-components/Header';
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  type MenuItemProps as AriaMenuItemProps,
  type MenuProps as AriaMenuProps,
  MenuSection as AriaMenuSection,
} from 'react-aria-components/Menu';
import { Popover, type PopoverProps } from 'react-aria-components/Popover';
import { Kbd } from './kbd.tsx';

type MenuProps = Omit<AriaMenuProps<object>, 'className'> & Pick<PopoverProps, 'placement'>;

/** A menu in its popover; goes inside a `MenuTrigger`. */
export const Menu = ({ placement = 'bottom end', ...props }: MenuProps) => (
  <Popover
    placement={placement}
    offset={6}
    className="pop-in max-w-[min(320px,calc(100vw-24px))] min-w-52 overflow-auto rounded-l border border-border bg-raised p-1 shadow-pop"
  >
    <AriaMenu {...props} className="outline-none" />
  </Popover>
);

type MenuItemProps = Omit<AriaMenuItemProps, 'children' | 'className'> & {
  readonly icon?: ReactNode;
  readonly detail?: string;
  /** A second line. */
  readonly description?: string;
  readonly shortcut?: string;
  readonly label: string;
};

export const MenuItem = ({ icon, detail, description, shortcut, label, ...props }: MenuItemProps) => (
  <AriaMenuItem
    {...props}
    textValue={label}
    // What says why it cannot be chosen must be readable.
    className={`flex min-h-8 items-center gap-2.5 rounded-m px-2 py-1 text-13 text-text outline-none data-[focused]:bg-accent-soft ${description ? 'data-[disabled]:text-text-3' : 'data-[disabled]:opacity-50'}`}
  >
    {({ isSelected }) => (
      <>
        {icon ? <span className="grid w-4 place-items-center text-text-2">{icon}</span> : null}
        <span className="min-w-0 grow">
          <span className="block truncate">{label}</span>
          {description ? <span className="block text-12 text-text-2">{description}</span> : null}
        </span>
        {detail ? <span className="tabular text-12 text-text-2">{detail}</span> : null}
        {isSelected ? <Check size={14} className="text-accent" aria-hidden /> : null}
        {shortcut ? <Kbd className="text-text-2">{shortcut}</Kbd> : null}
      </>
    )}
  </AriaMenuItem>
);

type MenuSectionProps = {
  readonly title: string;
  readonly children: ReactNode;
  readonly selectedKeys?: Iterable<string>;
  readonly onSelect?: (key: string) => void;
};

/** A titled group; with `selectedKeys` one of its items is chosen. */
export const MenuSection = ({ title, children, selectedKeys, onSelect }: MenuSectionProps) => (
  <AriaMenuSection
    aria-label={title}
    className="border-border not-first:mt-1 not-first:border-t not-first:pt-1"
    {...(selectedKeys
      ? {
          selectionMode: 'single' as const,
          disallowEmptySelection: true,
          selectedKeys,
          onSelectionChange: (keys) => {
            const [key] = keys;
            if (key !== undefined) onSelect?.(String(key));
          },
        }
      : {})}
  >
    <Header className="px-2 pt-1 pb-0.5 text-12 font-medium text-text-3">{title}</Header>
    {children}
  </AriaMenuSection>
);
