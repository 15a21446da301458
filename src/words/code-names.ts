import { isWord, type WordKey, type Words } from './words.ts';

export function isIndustryOfHubspot(code: string): boolean {
  return isWord(`industry.${code}`);
}

/** As the portal calls it; else one of HubSpot's by its name in each language, or as it stands. */
export function industryName(
  code: string,
  words: Words,
  portalsNames: ReadonlyMap<string, string> = new Map(),
): string {
  const own = portalsNames.get(code);
  if (own !== undefined) return own;
  const key = `industry.${code}`;
  return isWord(key) ? words.say(key) : readable(code);
}

/** HubSpot's own ticket categories have words here, a portal's own are shown as they are. */
const ticketCategories: Readonly<Record<string, WordKey>> = {
  PRODUCT_ISSUE: 'needs.category.product',
  BILLING_ISSUE: 'needs.category.billing',
  FEATURE_REQUEST: 'needs.category.feature',
  GENERAL_INQUIRY: 'needs.category.general',
};

/** `label`: what the portal calls a category of its own. */
export function ticketCategoryName(code: string, words: Words, label?: string): string {
  const key = ticketCategories[code.toUpperCase()];
  return key ? words.say(key) : (label ?? readable(code));
}

/** HubSpot's options are codes: BUILDING_MATERIALS. */
function readable(code: string): string {
  if (!/^[A-Z_]{3,}$/.test(code)) return code;
  return code.slice(0, 1) + code.slice(1).toLowerCase().replaceAll('_', ' ');
}
