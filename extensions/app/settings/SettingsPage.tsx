import {
  Alert,
  Button,
  EmptyState,
  ErrorState,
  Flex,
  hubspot,
  LoadingSpinner,
  Tab,
  Tabs,
  Text,
} from '@hubspot/ui-extensions';
import type { ReadySettings, UnavailableSettings } from './contract.ts';
import { HealthTab } from './HealthTab.tsx';
import { HistoryTab } from './HistoryTab.tsx';
import { NotificationsTab } from './NotificationsTab.tsx';
import { PeopleTab } from './PeopleTab.tsx';
import { PolicyTab } from './PolicyTab.tsx';
import { SetupTab } from './SetupTab.tsx';
import { StrategiesTab } from './StrategiesTab.tsx';
import { type Service, useSettings } from './use-settings.ts';
import { fill, type SettingsWords } from './words.ts';

export function SettingsPage() {
  const { answer, words, retry, service } = useSettings();
  switch (answer.kind) {
    case 'loading':
      return <LoadingSpinner label={words.loading} showLabel layout="centered" />;
    case 'forbidden':
      return (
        <ErrorState title={words.forbidden_title} type="lock">
          <Text>{words.forbidden_text}</Text>
        </ErrorState>
      );
    case 'failed':
      return <FailedView words={words} errorId={answer.errorId} onRetry={retry} />;
    case 'answered':
      return answer.settings.state === 'ready' ? (
        <ReadyView settings={answer.settings} service={service} words={words} />
      ) : (
        <UnavailableView settings={answer.settings} />
      );
  }
}

type FailedProps = { words: SettingsWords; errorId: string; onRetry: () => void };

function FailedView({ words, errorId, onRetry }: FailedProps) {
  return (
    <ErrorState title={words.failed_title} type="error">
      <Text>{words.failed_text}</Text>
      <Text variant="microcopy">{fill(words.failed_id, { id: errorId })}</Text>
      <Button variant="primary" onClick={onRetry}>
        {words.retry}
      </Button>
    </ErrorState>
  );
}

function UnavailableView({ settings }: { settings: UnavailableSettings }) {
  if (settings.why === 'reconnect') {
    return (
      <Alert variant="warning" title={settings.title}>
        {settings.text}
      </Alert>
    );
  }
  return (
    <EmptyState title={settings.title} layout="vertical" imageName="integrations">
      <Text>{settings.text}</Text>
    </EmptyState>
  );
}

type ReadyProps = { settings: ReadySettings; service: Service; words: SettingsWords };

function ReadyView({ settings, service, words }: ReadyProps) {
  const { tabs } = settings;
  return (
    <Flex direction="column" gap="medium">
      <Tabs defaultSelected="setup">
        <Tab tabId="setup" title={tabs.setup}>
          <SetupTab settings={settings} service={service} />
        </Tab>
        <Tab tabId="policy" title={tabs.policy}>
          <PolicyTab form={settings.policy} service={service} />
        </Tab>
        <Tab tabId="strategies" title={tabs.strategies}>
          <StrategiesTab service={service} words={words} />
        </Tab>
        <Tab tabId="people" title={tabs.people}>
          <PeopleTab form={settings.people} service={service} />
        </Tab>
        <Tab tabId="notifications" title={tabs.notifications}>
          <NotificationsTab service={service} words={words} />
        </Tab>
        <Tab tabId="history" title={tabs.history}>
          <HistoryTab history={settings.history} service={service} />
        </Tab>
        <Tab tabId="health" title={tabs.health}>
          <HealthTab report={settings.health} service={service} />
        </Tab>
      </Tabs>
    </Flex>
  );
}

hubspot.extend<'settings'>(() => <SettingsPage />);
