/** What the journal is to write down of a portal, in HubSpot's words; lists in the order of the alphabet. */
export type JournalSubscription = {
  subscriptionType: 'OBJECT' | 'ASSOCIATION' | 'GDPR_PRIVACY_DELETION';
  objectTypeId: string;
  actions: readonly string[];
  properties?: readonly string[];
  associatedObjectTypeIds?: readonly string[];
  objectIds?: readonly number[];
};

/** What webhooks are subscribed to, in the manifest's words. */
export type Webhooks = {
  crmObjects: readonly {
    subscriptionType: string;
    objectType: ObjectName;
    propertyName?: string;
  }[];
  hubEvents: readonly { subscriptionType: string }[];
};

type ObjectName = keyof typeof typeIds;

const typeIds = {
  contact: '0-1',
  company: '0-2',
  deal: '0-3',
  ticket: '0-5',
  task: '0-27',
} as const;

const actionOf: Readonly<Record<string, string>> = {
  'object.creation': 'CREATE',
  'object.propertyChange': 'UPDATE',
  'object.deletion': 'DELETE',
  'object.merge': 'MERGE',
  'object.restore': 'RESTORE',
};

/** The same changes that webhooks tell of; of links those to companies, which are all that count. */
export function wantedFromJournal({ crmObjects, hubEvents }: Webhooks): JournalSubscription[] {
  const byType = Map.groupBy(crmObjects, ({ objectType }) => objectType);
  return [
    ...[...byType].flatMap(([type, asked]) => [
      {
        subscriptionType: 'OBJECT' as const,
        objectTypeId: typeIds[type],
        actions: sorted(asked.flatMap((each) => actionOf[each.subscriptionType] ?? [])),
        properties: sorted(asked.flatMap(({ propertyName }) => propertyName ?? [])),
        objectIds: [],
      },
      ...asked
        .filter(({ subscriptionType }) => subscriptionType === 'object.associationChange')
        .map(() => ({
          subscriptionType: 'ASSOCIATION' as const,
          objectTypeId: typeIds[type],
          associatedObjectTypeIds: [typeIds.company],
          actions: ['ASSOCIATION_ADDED', 'ASSOCIATION_REMOVED'],
          objectIds: [],
        })),
    ]),
    ...hubEvents.map(() => ({
      subscriptionType: 'GDPR_PRIVACY_DELETION' as const,
      objectTypeId: typeIds.contact,
      actions: ['GDPR_DELETE'],
    })),
  ];
}

/** What of the wanted is not subscribed to as it is wanted. */
export function lackingInJournal(
  wanted: readonly JournalSubscription[],
  there: readonly JournalSubscription[],
): JournalSubscription[] {
  const known = new Set(there.map(textOf));
  return wanted.filter((each) => !known.has(textOf(each)));
}

function textOf({ subscriptionType, objectTypeId, ...lists }: JournalSubscription): string {
  const { actions, properties = [], associatedObjectTypeIds = [] } = lists;
  const said = [actions, properties, associatedObjectTypeIds].map(sorted);
  return JSON.stringify([subscriptionType, objectTypeId, ...said]);
}

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
