/** What commands and files of the spool call the Spoor API of `transmission`. */
export const API_NAME = 'api'

/** What sentences call a receiver of that name. */
export function spokenName(receiver: string): string {
  return receiver === API_NAME ? 'the API' : receiver
}
