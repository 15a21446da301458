import { accountId } from '../../src/model/ids.ts';
import type { PortfolioAccount, PortfolioCell } from '../../src/model/portfolio.ts';

/** A customer of mid size that needs attention. */
export function aPortfolioAccount(
  id: string,
  difference: Partial<PortfolioAccount> = {},
): PortfolioAccount {
  return {
    accountId: accountId(id),
    name: `Account ${id}`,
    ownerId: '7',
    industry: 'MACHINERY',
    lifecycle: 'active',
    valueTier: 'high',
    nineBox: 'regular',
    matrix: 'IV',
    healthBand: 'attention',
    healthScore: 50,
    riskLevel: 'medium',
    revenueTtm: 1_000,
    revenueAtRisk: 100,
    silentDays: 30,
    revenueYearBefore: null,
    valueYearAgo: null,
    ...difference,
  };
}

export function aCell(difference: Partial<PortfolioCell> = {}): PortfolioCell {
  return {
    ownerId: '7',
    industry: 'MACHINERY',
    lifecycle: 'active',
    valueTier: 'mid',
    nineBox: 'regular',
    matrix: 'IV',
    healthBand: 'attention',
    riskLevel: 'medium',
    wasCustomer: false,
    wasKeyAccount: false,
    isSilentForAYear: false,
    accounts: 1,
    revenueTtm: 100,
    revenueAtRisk: 10,
    revenueYearBefore: 0,
    revenueSquares: 10_000,
    healthSum: 50,
    ...difference,
  };
}
