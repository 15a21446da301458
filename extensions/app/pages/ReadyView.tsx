import { Alert, Flex, Tab, Tabs } from '@hubspot/ui-extensions';
import { useState } from 'react';
import { AccountList } from './AccountList.tsx';
import type { Change, ReadyPortfolio } from './contract.ts';
import { ExecutionTab } from './ExecutionTab.tsx';
import { FilterBar } from './FilterBar.tsx';
import { Overview } from './Overview.tsx';
import { OwnerBoard } from './OwnerBoard.tsx';

type Props = { portfolio: ReadyPortfolio; onChange: (conditions: Change) => void };

/** First the money, then the map, then lists; every number opens its accounts. */
export function ReadyView({ portfolio, onChange }: Props) {
  const [tab, setTab] = useState('overview');
  const { notices, tabs } = portfolio;
  /** Shows the accounts a number counts. */
  const open = (conditions: Change) => {
    onChange(conditions);
    setTab('accounts');
  };
  return (
    <Flex direction="column" gap="medium">
      {notices.map(({ tone, title, text }) => (
        <Alert key={title} variant={tone} title={title}>
          {text}
        </Alert>
      ))}
      {tab !== 'execution' && (
        <FilterBar portfolio={portfolio} onChange={onChange} onSearch={open} />
      )}
      <Tabs selected={tab} onSelectedChange={(next: string | number) => setTab(String(next))}>
        <Tab tabId="overview" title={tabs.overview}>
          <Overview portfolio={portfolio} onOpen={open} />
        </Tab>
        <Tab tabId="accounts" title={tabs.accounts}>
          <AccountList list={portfolio.list} onChange={onChange} />
        </Tab>
        <Tab tabId="owners" title={tabs.owners}>
          <OwnerBoard owners={portfolio.owners} onOpen={open} />
        </Tab>
        <Tab tabId="execution" title={tabs.execution}>
          {tab === 'execution' && <ExecutionTab />}
        </Tab>
      </Tabs>
    </Flex>
  );
}
