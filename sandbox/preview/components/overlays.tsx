import type {
  AccordionProps,
  ButtonProps,
  LinkProps,
  LoadingButtonProps,
  ModalProps,
  PanelProps,
  TabProps,
  TabsProps,
  TagProps,
  TooltipProps,
} from '@hubspot/ui-extensions';
import {
  Children,
  createContext,
  isValidElement,
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
  useContext,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';

type Navigate = (path: string, params: Record<string, string>) => void;

export const NavigateContext = createContext<Navigate>(() => undefined);
/** Open overlays listen here for the card's `closeOverlay`. */
export const OverlayContext = createContext<Set<(id: string) => void>>(new Set());
const CloseContext = createContext<() => void>(() => undefined);

/** Modal and panel open on click; a tooltip shows on hover and focus, by itself. */
function useOverlay(overlay: ReactNode) {
  const [isOpen, setIsOpen] = useState(false);
  const open = useContext(OverlayContext);
  const id = useId();
  useEffect(() => {
    const close = () => setIsOpen(false);
    open.add(close);
    return () => {
      open.delete(close);
    };
  }, [open]);
  const isTip = hasTooltip(overlay);
  const content =
    overlay && (isTip || isOpen) ? (
      <CloseContext.Provider value={() => setIsOpen(false)}>
        {isTip ? (
          <span className="tip" role="tooltip" id={id}>
            {overlay}
          </span>
        ) : (
          overlay
        )}
      </CloseContext.Provider>
    ) : null;
  const describedBy = isTip ? id : undefined;
  return { content, isTip, describedBy, show: () => setIsOpen(!isTip && Boolean(overlay)) };
}

type RemoteFragment = { fragment?: { children?: readonly { type?: string }[] } };

/** An overlay arrives as a fragment of remote components, told apart by their type names. */
function hasTooltip(overlay: ReactNode): boolean {
  if (!isValidElement<RemoteFragment>(overlay)) return false;
  return overlay.props.fragment?.children?.some(({ type }) => type === 'Tooltip') ?? false;
}

const noEvent = { type: 'click', bubbles: true, timeStamp: 0, id: '' };
const noReactions = {
  openPanel: () => undefined,
  closePanel: () => undefined,
  openModal: () => undefined,
  closeModal: () => undefined,
};

function addressOf(href: ButtonProps['href']): string | undefined {
  return typeof href === 'string' ? href : href?.url;
}

export function Button(props: ButtonProps & Pick<LoadingButtonProps, 'loading'>) {
  const { variant = 'secondary', size = 'md', type = 'button', href, loading, children } = props;
  const { content, describedBy, show } = useOverlay(props.overlay);
  const className = `button ${variant} ${size}`;
  const act = () => {
    show();
    props.onClick?.(noEvent, noReactions);
  };
  const address = addressOf(href);
  if (address) {
    return (
      <a className={className} href={address} target="_blank" rel="noreferrer" onClick={act}>
        {children}
      </a>
    );
  }
  return (
    <span className="with-tip">
      <button
        type={type}
        className={className}
        disabled={props.disabled || loading}
        aria-busy={loading || undefined}
        aria-describedby={describedBy}
        onClick={act}
      >
        {children}
      </button>
      {content}
    </span>
  );
}

export function Link(props: LinkProps) {
  const { content, describedBy, show } = useOverlay(props.overlay);
  const address = addressOf(props.href);
  return (
    <span className="with-tip">
      <a
        className={`link ${props.variant ?? 'primary'}`}
        href={address ?? '#'}
        target="_blank"
        rel="noreferrer"
        aria-describedby={describedBy}
        onClick={(event) => {
          if (!address || props.preventDefault) event.preventDefault();
          show();
          props.onClick?.(noEvent, noReactions);
        }}
      >
        {props.children}
      </a>
      {content}
    </span>
  );
}

export function Tag({ variant = 'default', children, onClick, overlay }: TagProps) {
  const { content, isTip, describedBy, show } = useOverlay(overlay);
  const className = `tag ${variant}`;
  if (onClick || isTip || overlay) {
    return (
      <span className="with-tip">
        <button
          type="button"
          className={className}
          aria-describedby={describedBy}
          onClick={() => {
            show();
            onClick?.(noEvent, noReactions);
          }}
        >
          {children}
        </button>
        {content}
      </span>
    );
  }
  return <span className={className}>{children}</span>;
}

export function Tooltip({ children }: TooltipProps) {
  return <>{children}</>;
}

type DialogProps = {
  title?: string;
  label?: string;
  kind: 'modal' | 'panel';
  onClose?: () => void;
};

function Dialog({ title, label, kind, onClose, children }: DialogProps & { children: ReactNode }) {
  const close = useContext(CloseContext);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const finish = () => {
    close();
    onClose?.();
  };
  return (
    <dialog ref={dialog} className={kind} aria-label={label ?? title} onCancel={finish}>
      <header className="dialog-head">
        <strong>{title}</strong>
        <button type="button" className="button transparent sm" aria-label="Close" onClick={finish}>
          ×
        </button>
      </header>
      {children}
    </dialog>
  );
}

export function Modal({ title, onClose, children, ...rest }: ModalProps) {
  return (
    <Dialog kind="modal" title={title} label={rest['aria-label']} onClose={onClose}>
      {children}
    </Dialog>
  );
}

export function Panel({ title, onClose, children, ...rest }: PanelProps) {
  return (
    <Dialog kind="panel" title={title} label={rest['aria-label']} onClose={onClose}>
      {children}
    </Dialog>
  );
}

export function DialogFooter({ children }: { children?: ReactNode }) {
  return <footer className="dialog-foot">{children}</footer>;
}

export function Accordion({
  title,
  defaultOpen,
  open,
  size = 'md',
  children,
  onClick,
}: AccordionProps) {
  return (
    <details className={`accordion ${size}`} open={open ?? defaultOpen}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a summary is focusable and operable by itself */}
      <summary onClick={onClick}>{title}</summary>
      <div className="accordion-body">{children}</div>
    </details>
  );
}

type TabElement = ReactElement<TabProps & { component?: { props: TabProps } }>;

export function Tabs({ variant = 'default', defaultSelected, children, ...rest }: TabsProps) {
  const tabs = Children.toArray(children).filter((child) => isValidElement(child)) as TabElement[];
  const meta = tabs.map(({ props }, position) => {
    const tab = props.component?.props ?? props;
    return { id: tab.tabId ?? position, title: tab.title, disabled: tab.disabled };
  });
  const [own, setOwn] = useState(defaultSelected ?? meta[0]?.id);
  const selected = rest.selected ?? own;
  const base = useId();
  const onSelectedChange = rest.onSelectedChange as ((id: string | number) => void) | undefined;
  const select = (id: string | number) => {
    setOwn(id);
    onSelectedChange?.(id);
  };
  const byArrows = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const position = meta.findIndex(({ id }) => id === selected);
    const next = meta[(position + step + meta.length) % meta.length];
    if (!next) return;
    select(next.id);
    document.getElementById(`${base}-${next.id}`)?.focus();
  };
  return (
    <div className={`tabs ${variant}`}>
      <div role="tablist" onKeyDown={byArrows}>
        {meta.map(({ id, title, disabled }) => (
          <button
            key={id}
            id={`${base}-${id}`}
            type="button"
            role="tab"
            disabled={disabled}
            aria-selected={id === selected}
            aria-controls={`${base}-panel`}
            tabIndex={id === selected ? 0 : -1}
            onClick={() => select(id)}
          >
            {title}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${base}-panel`} aria-labelledby={`${base}-${selected}`}>
        {tabs[meta.findIndex(({ id }) => id === selected)]}
      </div>
    </div>
  );
}

export function Tab({ children }: TabProps) {
  return <div className="tab">{children}</div>;
}

type PageLinkProps = { to: string; params?: Record<string, string>; children?: ReactNode };

export function PageLink({ to, params = {}, children }: PageLinkProps) {
  const go = useContext(NavigateContext);
  return (
    <a
      className="link"
      href={`#${to}`}
      onClick={(event) => {
        event.preventDefault();
        go(to, params);
      }}
    >
      {children}
    </a>
  );
}
