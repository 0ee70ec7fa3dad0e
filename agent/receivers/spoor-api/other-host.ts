/**
 * Whether an answer of spoor-hub says that the credentials are those of another host than the one that is asked for, as
 * after a host got another name, or the configuration of another.
 */
export function isOfOtherHost(status: number, text: string): boolean {
  return status === 403 && /"code":\s*40310\b/.test(text)
}
