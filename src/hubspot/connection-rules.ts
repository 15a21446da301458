const certificateProblems: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet; look at the clock of this machine',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is of another name',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is signed by somebody this machine does not know',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'this machine does not know who signed its certificate',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'this machine does not know who signed its certificate',
};

const longestChain = 5;

/** Why no answer came, in words an operator can act on. */
export function connectionProblem(error: unknown): string {
  const code = codeOf(error, longestChain);
  if (code === undefined) return error instanceof Error ? error.message : String(error);
  return certificateProblems[code] ?? code;
}

/** The deepest cause has the system's code; what wraps it only says that something failed. */
function codeOf(error: unknown, depth: number): string | undefined {
  if (typeof error !== 'object' || error === null || depth === 0) return undefined;
  const below = 'cause' in error ? codeOf(error.cause, depth - 1) : undefined;
  return below ?? ('code' in error && typeof error.code === 'string' ? error.code : undefined);
}
