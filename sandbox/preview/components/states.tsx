import type {
  EmptyStateProps,
  ErrorStateProps,
  LoadingSpinnerProps,
  ProgressBarProps,
  ScoreProps,
} from '@hubspot/ui-extensions';

export function LoadingSpinner({ label, showLabel, layout = 'inline' }: LoadingSpinnerProps) {
  return (
    <div className={`spinner ${layout}`} role="status" aria-label={label}>
      <span className="spinner-ring" aria-hidden="true" />
      {showLabel && <span>{label}</span>}
    </div>
  );
}

export function EmptyState({ title, layout = 'horizontal', children }: EmptyStateProps) {
  return (
    <section className={`state empty ${layout}`}>
      <span className="state-picture" aria-hidden="true" />
      <div className="state-text">
        <h3 className="heading">{title}</h3>
        {children}
      </div>
    </section>
  );
}

export function ErrorState({ title, type = 'error', children }: ErrorStateProps) {
  return (
    <section className={`state error ${type}`} role="alert">
      <h3 className="heading">{title}</h3>
      {children}
    </section>
  );
}

export function ProgressBar(props: ProgressBarProps) {
  const { title, value = 0, maxValue, valueMax, valueDescription, showPercentage } = props;
  const max = maxValue ?? valueMax ?? 100;
  const percent = Math.round((value / max) * 100);
  return (
    <div className={`progress ${props.variant ?? ''}`}>
      {title && <div className="text">{title}</div>}
      <div className="progress-line">
        <progress value={value} max={max} aria-label={props['aria-label'] ?? title} />
        {showPercentage && <span className="progress-percent">{percent}%</span>}
      </div>
      {valueDescription && <div className="text microcopy">{valueDescription}</div>}
    </div>
  );
}

const ringRadius = 30;
const ringLength = 2 * Math.PI * ringRadius;

/** The score as an arc; its words stand beside it on the card. */
export function ScoreCircle({ score }: ScoreProps) {
  const shown = Math.round(Math.min(100, Math.max(0, score)));
  const level = shown >= 60 ? 'high' : shown >= 35 ? 'middle' : 'low';
  return (
    <svg className={`score ${level}`} viewBox="0 0 72 72" role="img" aria-label={String(shown)}>
      <circle className="score-track" cx="36" cy="36" r={ringRadius} />
      <circle
        className="score-arc"
        cx="36"
        cy="36"
        r={ringRadius}
        strokeDasharray={`${(shown / 100) * ringLength} ${ringLength}`}
        transform="rotate(-90 36 36)"
      />
      <text x="36" y="37" textAnchor="middle" dominantBaseline="middle">
        {shown}
      </text>
    </svg>
  );
}
