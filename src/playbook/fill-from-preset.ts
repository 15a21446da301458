import type { PortalId } from '../model/ids.ts';
import type { Preset } from '../model/preset.ts';
import type { Strategy } from '../model/strategy.ts';
import { strategyChanges } from '../strategy/changes.ts';
import { strategyPreset } from '../strategy/preset-strategies.ts';
import { type StrategyDeskDeps, saveDraft } from './strategy-desk.ts';

/** What an admin answered for a step's resources holds for the preset's step that needs them as well. */
function withSettled(wanted: Strategy, { steps }: Strategy): Strategy {
  const states = new Map(steps.map(({ key, resources }) => [key, resources.state]));
  return {
    ...wanted,
    steps: wanted.steps.map((step) =>
      step.resources.state === 'needed'
        ? { ...step, resources: { ...step.resources, state: states.get(step.key) ?? 'needed' } }
        : step,
    ),
  };
}

/**
 * Drafts what an industry does otherwise than the strategies in force: nothing is published by it.
 * Limits are set at once, but only while nothing is switched on. Safe to repeat.
 */
export async function fillFromPreset(
  deps: StrategyDeskDeps,
  portalId: PortalId,
  { preset, author }: { preset: Preset; author: string },
): Promise<number> {
  const { strategies, limits, cooldownDays } = strategyPreset(preset);
  const inForce = await deps.strategies.read(portalId);
  let drafts = 0;
  for (const wanted of strategies) {
    const current = inForce.strategies.find(({ code }) => code === wanted.code);
    if (!current) continue;
    const { code, version: _version, ...content } = withSettled(wanted, current);
    if (strategyChanges(current, content).length === 0) continue;
    await saveDraft(deps, portalId, { code, content, note: '', author });
    drafts += 1;
  }
  if (inForce.settings.switchedOn.length === 0) {
    const by = { author, at: deps.now() };
    await deps.strategies.saveSettings(portalId, { limits, cooldownDays }, by);
  }
  return drafts;
}
