import type {
  AutoGridProps,
  BoxProps,
  ButtonRowProps,
  DividerProps,
  FlexProps,
  InlineProps,
  SpacerProps,
  TileProps,
} from '@hubspot/ui-extensions';
import type { CSSProperties, ReactNode } from 'react';

type Distance = NonNullable<FlexProps['gap']>;

const distances: Record<Distance, string> = {
  flush: '0',
  'extra-small': '4px',
  xs: '4px',
  small: '8px',
  sm: '8px',
  medium: '16px',
  md: '16px',
  large: '24px',
  lg: '24px',
  'extra-large': '40px',
  xl: '40px',
};
const justified: Record<NonNullable<FlexProps['justify']>, string> = {
  start: 'flex-start',
  center: 'center',
  end: 'flex-end',
  around: 'space-around',
  between: 'space-between',
};
const aligned: Record<NonNullable<FlexProps['align']>, string> = {
  start: 'flex-start',
  center: 'center',
  baseline: 'baseline',
  end: 'flex-end',
  stretch: 'stretch',
};

function distance(size: Distance | undefined): string {
  return distances[size ?? 'flush'];
}

export function Flex(props: FlexProps) {
  const { direction = 'row', justify = 'start', align, alignSelf, wrap, gap, children } = props;
  const style: CSSProperties = {
    flexDirection: direction,
    justifyContent: justified[justify],
    alignItems: align ? aligned[align] : 'stretch',
    alignSelf: alignSelf ? aligned[alignSelf] : undefined,
    flexWrap: wrap === true || wrap === 'wrap' ? 'wrap' : 'nowrap',
    gap: distance(gap),
  };
  return (
    <div className="flex" style={style}>
      {children}
    </div>
  );
}

export function Inline({ justify = 'start', align = 'center', gap, children }: InlineProps) {
  return (
    <Flex justify={justify} align={align} gap={gap ?? 'flush'} wrap>
      {children}
    </Flex>
  );
}

export function Box({ flex, alignSelf, children }: BoxProps) {
  const style: CSSProperties = {
    flex: flex ?? 'initial',
    alignSelf: alignSelf && alignSelf !== 'auto' ? aligned[alignSelf] : undefined,
  };
  return (
    <div className="box" style={style}>
      {children}
    </div>
  );
}

export function AutoGrid({ columnWidth, gap, flexible, children }: AutoGridProps) {
  const width = flexible ? `minmax(${columnWidth}px, 1fr)` : `${columnWidth}px`;
  return (
    <div
      className="auto-grid"
      style={{ gap: distance(gap), gridTemplateColumns: `repeat(auto-fill, ${width})` }}
    >
      {children}
    </div>
  );
}

export function Divider({ distance: around = 'flush' }: DividerProps) {
  return <hr className="divider" style={{ marginBlock: distance(around) }} />;
}

export function Spacer({ size = 'md' }: SpacerProps) {
  return <div style={{ height: distance(size) }} />;
}

export function Tile({ compact, flush, children }: TileProps) {
  const kind = flush ? 'tile-flush' : compact ? 'tile-compact' : '';
  return <div className={`tile ${kind}`}>{children}</div>;
}

export function ButtonRow({ children }: ButtonRowProps) {
  return <div className="button-row">{children}</div>;
}

export function Group({ children }: { children?: ReactNode }) {
  return <div>{children}</div>;
}
