import type {
  AlertProps,
  DescriptionListItemProps,
  DescriptionListProps,
  HeadingProps,
  IconProps,
  ImageProps,
  ListProps,
  StatisticsItemProps,
  StatisticsProps,
  StatisticsTrendProps,
  StatusTagProps,
  TextProps,
} from '@hubspot/ui-extensions';
import { Children, type CSSProperties, type ReactNode } from 'react';

const weights = { regular: 400, demibold: 600, bold: 700 } as const;
const decorations = {
  none: 'none',
  underline: 'underline',
  strikethrough: 'line-through',
} as const;

function textStyle({ format = {}, truncate }: TextProps): CSSProperties {
  const { fontWeight, italic, lineDecoration, textTransform } = format;
  const cut: CSSProperties = {
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    maxWidth: typeof truncate === 'object' ? truncate.maxWidth : '100%',
  };
  return {
    fontWeight: fontWeight && weights[fontWeight],
    fontStyle: italic ? 'italic' : undefined,
    textDecoration: lineDecoration && decorations[lineDecoration],
    textTransform: textTransform === 'sentenceCase' ? undefined : textTransform,
    ...(truncate ? cut : {}),
  };
}

export function Text(props: TextProps) {
  const { variant = 'bodytext', inline, children } = props;
  const className = `text ${variant}`;
  if (inline) {
    return (
      <span className={className} style={textStyle(props)}>
        {children}
      </span>
    );
  }
  return (
    <div className={className} style={textStyle(props)}>
      {children}
    </div>
  );
}

export function Heading({ inline, children }: HeadingProps) {
  return <h3 className={`heading ${inline ? 'inline' : ''}`}>{children}</h3>;
}

export function PageTitle({ children }: { children?: ReactNode }) {
  return <h1 className="page-title">{children}</h1>;
}

export function List({ variant = 'unordered', children }: ListProps) {
  const items = Children.toArray(children).map((child, position) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the children of a list have no identity of their own here
    <li key={position}>{child}</li>
  ));
  return variant.startsWith('ordered') ? (
    <ol className={`list ${variant}`}>{items}</ol>
  ) : (
    <ul className={`list ${variant}`}>{items}</ul>
  );
}

const marks: Record<NonNullable<StatusTagProps['variant']>, string> = {
  success: '●',
  warning: '▲',
  danger: '■',
  info: '●',
  default: '○',
};

export function StatusTag({ variant = 'default', hollow, children }: StatusTagProps) {
  return (
    <span className={`status-tag ${variant} ${hollow ? 'hollow' : ''}`}>
      <span className="status-mark" aria-hidden="true">
        {marks[variant]}
      </span>
      {children}
    </span>
  );
}

export function Alert({ title, variant = 'info', children }: AlertProps) {
  const role = variant === 'error' || variant === 'danger' ? 'alert' : 'status';
  return (
    <div className={`alert ${variant}`} role={role}>
      <strong>{title}</strong>
      <div>{children}</div>
    </div>
  );
}

export function Statistics({ children }: StatisticsProps) {
  return <div className="statistics">{children}</div>;
}

export function StatisticsItem({ label, number, children }: StatisticsItemProps) {
  return (
    <div className="statistics-item">
      <div className="statistics-label">{label}</div>
      <div className="statistics-number">{number}</div>
      {children}
    </div>
  );
}

export function StatisticsTrend({ value, direction, color }: StatisticsTrendProps) {
  const tone = color ?? (direction === 'increase' ? 'green' : 'red');
  return (
    <div className={`trend ${tone}`}>
      <span aria-hidden="true">{direction === 'increase' ? '▲' : '▼'}</span> {value}
    </div>
  );
}

export function DescriptionList({ direction = 'column', children }: DescriptionListProps) {
  return <dl className={`description-list ${direction}`}>{children}</dl>;
}

export function DescriptionListItem({ label, children }: DescriptionListItemProps) {
  return (
    <div className="description-item">
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

const glyphs: Partial<Record<IconProps['name'], string>> = {
  success: '✓',
  checkCircle: '✓',
  warning: '▲',
  exclamation: '!',
  info: 'i',
  refresh: '↻',
  upCarat: '▲',
  downCarat: '▼',
};

export function Icon({ name, color = 'inherit', size = 'md', screenReaderText }: IconProps) {
  const glyph = glyphs[name] ?? '◆';
  if (!screenReaderText) {
    return (
      <span className={`icon ${color} ${size}`} aria-hidden="true">
        {glyph}
      </span>
    );
  }
  return (
    <span className={`icon ${color} ${size}`} role="img" aria-label={screenReaderText}>
      {glyph}
    </span>
  );
}

export function Image({ src, alt, width, height }: ImageProps) {
  return <img className="image" src={src} alt={alt ?? ''} width={width} height={height} />;
}
