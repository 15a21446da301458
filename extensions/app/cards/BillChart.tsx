import { BarChart } from '@hubspot/ui-extensions';
import type { BillChart as Chart } from './contract.ts';

/** What each factor adds or takes, as bars with their points. */
export function BillChart({ chart: { title, axes, bars } }: { chart: Chart }) {
  return (
    <BarChart
      data={bars}
      axes={{
        x: { field: 'factor', fieldType: 'category', label: axes.factor },
        y: { field: 'points', fieldType: 'linear', label: axes.points },
      }}
      options={{ title, showDataLabels: true, showTooltips: true }}
    />
  );
}
