import { expect, it } from 'vitest';
import { strategyLibrary } from '../../src/strategy/library.ts';
import { editorOf, playbookFacts, tabOf } from './playbook-facts.ts';

it('names who left and their team where a role still asks for them, in the language of the page', () => {
  const team = { id: '17', name: '大客户部' };
  const left = { id: '10', userId: null, name: '李梅', isActive: false, teams: [team] };
  const chains = {
    marketing: [
      { kind: 'owner', ownerId: '10' },
      { kind: 'team', teamId: '17' },
    ],
  } as const;
  const { inForce } = playbookFacts();
  const settings = { ...inForce.settings, roles: { chains, fallbackOwnerId: '9' } };

  const { execution: form } = tabOf('zh-CN', {
    owners: [left],
    inForce: { ...inForce, settings },
  });

  const labels = new Map(form.roles.sources.map(({ value, label }) => [value, label]));
  expect(labels.get('owner:10')).toContain('李梅（已停用）');
  expect(labels.get('team:17')).toMatch(/大客户部$/);
});

it('labels a text with its language in the brackets of the page', () => {
  const { labels } = editorOf(strategyLibrary.core, null, 'zh-CN');

  expect(labels.languages['en']).toBe('{{label}}（English）');
});
