/**
 * What was written and not sent, for as long as the page is open: drafts are not put on disk in the
 * clear.
 *
 * @module
 */
export const drafts = new Map<string, string>()
