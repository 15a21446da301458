import type {
  HealthBand,
  LifecycleState,
  MatrixType,
  NineBoxType,
  RiskLevel,
  Tier,
} from './assessment.ts';
import type { AccountId } from './ids.ts';

/** What the portfolio page counts, sums, filters and sorts by, of one account. */
export type PortfolioAccount = {
  accountId: AccountId;
  name: string | null;
  ownerId: string | null;
  industry: string | null;
  lifecycle: LifecycleState;
  valueTier: Tier | null;
  nineBox: NineBoxType | null;
  matrix: MatrixType | null;
  healthBand: HealthBand | null;
  healthScore: number | null;
  riskLevel: RiskLevel | null;
  /** 0 without purchases; so is `revenueAtRisk`. */
  revenueTtm: number;
  revenueAtRisk: number;
  silentDays: number | null;
  /** Of the 365 days before the last 365; null without a purchase in them. */
  revenueYearBefore: number | null;
  /** What the value tier was made of 365 days ago; null when it was no current customer then. */
  valueYearAgo: number | null;
};

/** Accounts of the year before without a purchase since: all of them, or the key accounts among them. */
export const pastGroups = ['lapsed', 'key_lost'] as const;
export type PastGroup = (typeof pastGroups)[number];

/** `none` selects the accounts without one. Absent: all accounts. */
export type PortfolioFilter = {
  ownerId?: string | 'none';
  industry?: string | 'none';
  valueTier?: Tier | 'none';
  nineBox?: NineBoxType | 'none';
  matrix?: MatrixType | 'none';
  healthBand?: HealthBand | 'none';
  riskLevel?: RiskLevel | 'none';
  lifecycle?: LifecycleState;
  past?: PastGroup;
};

export const portfolioSorts = ['at_risk', 'revenue', 'health', 'name'] as const;
/** Most revenue at risk, most revenue, or lowest health first; or by name. */
export type PortfolioSort = (typeof portfolioSorts)[number];

/** Accounts that agree in everything the page filters by, counted and summed. */
export type PortfolioCell = Pick<
  PortfolioAccount,
  | 'ownerId'
  | 'industry'
  | 'lifecycle'
  | 'valueTier'
  | 'nineBox'
  | 'matrix'
  | 'healthBand'
  | 'riskLevel'
> & {
  /** Bought in the year before the last one; was a key account then; bought nothing since. */
  wasCustomer: boolean;
  wasKeyAccount: boolean;
  isSilentForAYear: boolean;
  accounts: number;
  revenueTtm: number;
  revenueAtRisk: number;
  revenueYearBefore: number;
  /** Sum of squared revenues, for the concentration index. */
  revenueSquares: number;
  /** Of accounts with a band. */
  healthSum: number;
};
