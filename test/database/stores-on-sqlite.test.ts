import { describe } from 'vitest';
import { aDatabase } from '../support/database.ts';
import { describeAnnounceStores } from './announce-store-contract.ts';
import { describeEvidenceStores } from './evidence-store-contract.ts';
import { describeHealthStores } from './health-store-contract.ts';
import { describeLedgerStore } from './ledger-store-contract.ts';
import { describeStores } from './store-contract.ts';
import { describeStrategyStores } from './strategy-store-contract.ts';
import { describeTaskStores } from './task-store-contract.ts';
import { describeWorkflowStores } from './workflow-store-contract.ts';

describe('stores on SQLite', () => describeStores(aDatabase));
describe('stores of workflows on SQLite', () => describeWorkflowStores(aDatabase));
describe('stores of strategies on SQLite', () => describeStrategyStores(aDatabase));
describe('stores of evidence on SQLite', () => describeEvidenceStores(aDatabase));
describe('stores of announcements on SQLite', () => describeAnnounceStores(aDatabase));
describe('the health of a connection on SQLite', () => describeHealthStores(aDatabase));
describe('the ledger on SQLite', () => describeLedgerStore(aDatabase));
describe('stores of tasks on SQLite', () => describeTaskStores(aDatabase));
