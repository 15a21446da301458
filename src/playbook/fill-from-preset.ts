import type { PortalId } from '../model/ids.ts';
import type { Preset } from '../model/preset.ts';
import { strategyChanges } from '../strategy/changes.ts';
import { strategyPreset } from '../strategy/preset-strategies.ts';
import { type StrategyDeskDeps, saveDraft } from './strategy-desk.ts';

/**
 * Drafts what an industry does otherwise than the strategies in force: nothing is published by it.
 * Limits are set at once, but only while nothing is switched on. Safe to repeat.
 */
export async function fillFromPreset(
  deps: StrategyDeskDeps,
  portalId: PortalId,
  { preset, author }: { preset: Preset; author: string },
): Promise<number> {
  const inForce = await deps.strategies.read(portalId);
  const { strategies, limits, cooldownDays } = strategyPreset(preset, inForce.strategies);
  let drafts = 0;
  for (const wanted of strategies) {
    const current = inForce.strategies.find(({ code }) => code === wanted.code);
    if (!current || strategyChanges(current, wanted).length === 0) continue;
    const { code, version: _version, ...content } = wanted;
    await saveDraft(deps, portalId, { code, content, note: '', author });
    drafts += 1;
  }
  if (inForce.settings.switchedOn.length === 0) {
    const by = { author, at: deps.now() };
    await deps.strategies.saveSettings(portalId, { limits, cooldownDays }, by);
  }
  return drafts;
}
