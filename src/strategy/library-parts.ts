import type { StepResources, StrategyStep, Texts } from '../model/strategy.ts';

/** A text in English, simplified and traditional Chinese. */
export function texts(en: string, zhCn: string, zhTw: string): Texts {
  return { en, 'zh-CN': zhCn, 'zh-TW': zhTw };
}

const noResources: StepResources = { text: null, state: 'none' };

/** Resources the library names and a customer has still to agree. */
export function needed(text: Texts): StepResources {
  return { text, state: 'needed' };
}

/** A step of the library: no resources and no approval unless it says so. */
export function stepOf(
  step: Omit<StrategyStep, 'resources' | 'needsApproval'> &
    Partial<Pick<StrategyStep, 'resources' | 'needsApproval'>>,
): StrategyStep {
  return { resources: noResources, needsApproval: false, ...step };
}
