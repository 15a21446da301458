import { describe } from 'vitest';
import { aDatabase } from '../support/database.ts';
import { describeEvidenceStores } from './evidence-store-contract.ts';
import { describeStores } from './store-contract.ts';

describe('stores on SQLite', () => describeStores(aDatabase));
describe('stores of evidence on SQLite', () => describeEvidenceStores(aDatabase));
