import type { ChartDataRow, LineChartProps } from '@hubspot/ui-extensions';

export const width = 640;
export const height = 240;
export const inset = { left: 40, right: 16, top: 18, bottom: 62 };
export const plotted = {
  width: width - inset.left - inset.right,
  height: height - inset.top - inset.bottom,
};
const mostGridLines = 6;
const letterWidth = 6.5;

export function rowsOf(data: LineChartProps['data']): readonly ChartDataRow[] {
  return Array.isArray(data) ? data : data.data;
}

type Scale = { marks: readonly number[]; y: (value: number) => number };

/** Round numbers from zero, or from below where values are negative, to the largest value or above. */
export function scaleOf(values: readonly number[]): Scale {
  const least = Math.min(0, ...values);
  const most = Math.max(0, ...values);
  const step = roundStep((most - least) / (mostGridLines - 1));
  const first = Math.floor(least / step);
  const last = Math.max(Math.ceil(most / step), first + 1);
  const marks = Array.from({ length: last - first + 1 }, (_, line) => (first + line) * step);
  const high = last * step;
  const span = (last - first) * step;
  return { marks, y: (value) => inset.top + ((high - value) / span) * plotted.height };
}

/** The next of 1, 2, 5, 10, 20, … */
function roundStep(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1)));
  return power * ([1, 2, 5].find((digit) => digit * power >= value) ?? 10);
}

type FrameProps = { scale: Scale; labels: readonly string[]; x: (position: number) => number };

/** A label in lines of about so many Latin letters; a Chinese character is as wide as two. */
function linesOf(label: string, width: number): string[] {
  const lines = [''];
  for (const word of label.match(/[\u3000-\u9fff]|[^\s\u3000-\u9fff]+|\s+/g) ?? []) {
    const last = lines.at(-1) ?? '';
    if (last !== '' && widthOf(last + word) > width) lines.push(word.trimStart());
    else lines[lines.length - 1] = last + word;
  }
  return lines;
}

function widthOf(text: string): number {
  return text.length + (text.match(/[\u3000-\u9fff]/g)?.length ?? 0);
}

/** Horizontal lines with their values, and what stands below in as many lines as it takes. */
export function ChartFrame({ scale, labels, x }: FrameProps) {
  return (
    <>
      {scale.marks.map((value) => (
        <g key={value} className="chart-grid">
          <line x1={inset.left} x2={width - inset.right} y1={scale.y(value)} y2={scale.y(value)} />
          <text x={inset.left - 6} y={scale.y(value) + 4} textAnchor="end">
            {value}
          </text>
        </g>
      ))}
      {labels.map((label, position) => {
        const lines = linesOf(label, plotted.width / labels.length / letterWidth);
        return (
          <text
            key={label}
            className="chart-label"
            x={x(position)}
            y={height - inset.bottom + 16}
            textAnchor="middle"
          >
            {lines.map((line, place) => (
              <tspan key={line} x={x(position)} dy={place === 0 ? 0 : 13}>
                {line}
              </tspan>
            ))}
          </text>
        );
      })}
    </>
  );
}

/** One line over categories; series by colour are not drawn apart. */
export function LineChart({ data, axes, options }: LineChartProps) {
  const rows = rowsOf(data);
  const labels = rows.map((row) => String(row[axes.x.field] ?? ''));
  const values = rows.map((row) => Number(row[axes.y.field] ?? 0));
  const scale = scaleOf(values);
  const x = (position: number) =>
    inset.left + ((position + 0.5) / Math.max(1, rows.length)) * plotted.width;
  const points = values.map((value, position) => [x(position), scale.y(value)] as const);
  return (
    <figure className="chart">
      {options?.title && <figcaption>{options.title}</figcaption>}
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={summary(axes, labels, values)}>
        <ChartFrame scale={scale} labels={labels} x={x} />
        <polyline
          className="chart-line"
          points={points.map((point) => point.join(',')).join(' ')}
        />
        {points.map(([cx, cy], position) => (
          <circle key={labels[position]} className="chart-point" cx={cx} cy={cy} r="4">
            <title>{`${labels[position]}: ${values[position]}`}</title>
          </circle>
        ))}
      </svg>
    </figure>
  );
}

export function summary(
  { y }: LineChartProps['axes'],
  labels: readonly string[],
  values: readonly number[],
): string {
  const points = labels.map((label, position) => `${label} ${values[position]}`);
  return `${y.label ?? y.field}: ${points.join(', ')}`;
}
