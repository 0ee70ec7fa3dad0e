/** What an inbox is called among the sources of events: in `status`, and of a report. */
export const INBOX = 'inbox'
