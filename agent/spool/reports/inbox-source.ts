/** The name of every inbox among the sources of events, in `status` and in reports. */
export const INBOX = 'inbox'
