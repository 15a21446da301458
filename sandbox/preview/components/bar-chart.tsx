import type { BarChartProps } from '@hubspot/ui-extensions';
import { ChartFrame, height, inset, plotted, rowsOf, scaleOf, summary, width } from './charts.tsx';

/** A part of what lies between two categories stays empty. */
const filled = 0.6;
/** The longest bar leaves room for the number at its end. */
const labelRoom = 1.12;

type Bar = { label: string; series: string; value: number };

function barsOf({ data, axes }: BarChartProps): Bar[] {
  const group = axes.options?.groupFieldByColor;
  return rowsOf(data).map((row) => ({
    label: String(row[axes.x.field] ?? ''),
    series: group === undefined ? '' : String(row[group] ?? ''),
    value: Number(row[axes.y.field] ?? 0),
  }));
}

/** Bars over categories; those of a category stand side by side, a shade for each series. */
export function BarChart(props: BarChartProps) {
  const { axes, options } = props;
  const bars = barsOf(props);
  const labels = [...new Set(bars.map(({ label }) => label))];
  const series = [...new Set(bars.map((bar) => bar.series))];
  const scale = scaleOf(bars.map(({ value }) => value * (options?.showDataLabels ? labelRoom : 1)));
  const slot = plotted.width / Math.max(1, labels.length);
  const breadth = (slot * filled) / Math.max(1, series.length);
  const x = (position: number) => inset.left + (position + 0.5) * slot;
  const leftOf = ({ label, series: of }: Bar) =>
    x(labels.indexOf(label)) - (slot * filled) / 2 + series.indexOf(of) * breadth;
  const zero = scale.y(0);
  const said = summary(
    axes,
    bars.map((bar) => `${bar.label} ${bar.series}`.trim()),
    bars.map(({ value }) => value),
  );
  return (
    <figure className="chart">
      {options?.title && <figcaption>{options.title}</figcaption>}
      {options?.showLegend && series.length > 1 && <Legend series={series} />}
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={said}>
        <ChartFrame scale={scale} labels={labels} x={x} />
        {bars.map((bar) => (
          <rect
            key={`${bar.label} ${bar.series}`}
            className={barClass(bar, series)}
            x={leftOf(bar)}
            width={breadth}
            y={Math.min(zero, scale.y(bar.value))}
            height={Math.abs(scale.y(bar.value) - zero)}
          >
            <title>{`${bar.label} ${bar.series}: ${bar.value}`}</title>
          </rect>
        ))}
        {options?.showDataLabels &&
          bars.map((bar) => (
            <text
              key={`${bar.label} ${bar.series}`}
              x={leftOf(bar) + breadth / 2}
              y={bar.value < 0 ? scale.y(bar.value) + 13 : scale.y(bar.value) - 4}
              textAnchor="middle"
            >
              {bar.value}
            </text>
          ))}
      </svg>
    </figure>
  );
}

function barClass({ series: of, value }: Bar, series: readonly string[]): string {
  const shade = `series-${series.indexOf(of) % 2}`;
  return value < 0 ? `chart-bar negative ${shade}` : `chart-bar ${shade}`;
}

function Legend({ series }: { series: readonly string[] }) {
  return (
    <div className="chart-legend">
      {series.map((name, position) => (
        <span key={name} className={`series-${position % 2}`}>
          {name}
        </span>
      ))}
    </div>
  );
}
