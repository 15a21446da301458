/** What crosses between the page and the card's worker. Functions cross as calls. */

export type CrmValues = Readonly<Record<string, string | null>>;

/** What HubSpot tells a card about where it is shown. */
export type CardContext = {
  location: string;
  user: {
    id: number;
    email: string;
    emails: string[];
    firstName: string;
    lastName: string;
    roles: string[];
    teams: { id: number; name: string; teammates: number[] }[];
    permissions: string[];
    locale: string;
    language: string;
  };
  portal: { id: number; timezone: string };
  crm: { objectId: number; objectTypeId: string };
  extension: { appId: number; appName: string; cardTitle: string };
  variables: Record<string, string>;
};

export type FetchRequest = {
  url: string;
  method: string;
  headers: Record<string, string>;
  body: unknown;
  timeoutMs: number | null;
};
export type FetchAnswer = { status: number; body: string; contentType: string };

export type PageLocation = { path: string; params: Record<string, string> };

/** What a card asks of the records linked to the one it is shown on. */
export type LinkedRequest = {
  toObjectType: string;
  properties?: string[];
  pageLength?: number;
  offset?: number;
};

/** The page's side, called by the worker. */
export type Host = {
  fetch(request: FetchRequest): Promise<FetchAnswer>;
  readProperties(names: string[], onUpdate: (values: CrmValues) => void): Promise<CrmValues>;
  readLinked(request: LinkedRequest): Promise<unknown>;
  act(name: string, args: unknown[]): void;
  log(level: string, message: unknown): void;
  fail(message: string): void;
};

/** The worker's side, called by the page. */
export type CardWorker = {
  start(bundleUrl: string, channel: unknown, host: Host, context: CardContext): Promise<void>;
  navigate(location: PageLocation): void;
};
