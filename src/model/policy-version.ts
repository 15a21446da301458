import type { Policy } from './policy.ts';

/** A policy as an admin wrote it: its version is given when it is published. */
export type PolicyBody = Omit<Policy, 'version'>;

/** One number or word of a policy that differs; `path` names it: riskCuts.high. */
export type PolicyChange = { path: string; before: string; after: string };

/** Who wrote what when; times are ms since 1970. */
export type PolicyVersion = {
  version: number;
  body: PolicyBody;
  author: string;
  publishedAt: number;
  note: string;
  /** The version it was made from. */
  parent: number | null;
};

export type PolicyDraft = {
  body: PolicyBody;
  note: string;
  basedOn: number;
  author: string;
  savedAt: number;
};
