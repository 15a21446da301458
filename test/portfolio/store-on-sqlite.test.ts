import { describe } from 'vitest';
import { aDatabase } from '../support/database.ts';
import { describePortfolioStore } from './store-contract.ts';

describe('the portfolio on SQLite', () => describePortfolioStore(aDatabase));
