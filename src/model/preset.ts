/** Industries a portal may start from. */
export const presets = ['b2b_manufacturing', 'services', 'fmcg_retail', 'finance', 'saas'] as const;
export type Preset = (typeof presets)[number];
