import { describe } from 'vitest';
import { aDatabase } from '../support/database.ts';
import { describeStores } from './store-contract.ts';

describe('stores on SQLite', () => describeStores(aDatabase));
