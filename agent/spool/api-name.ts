/** What commands and files of the spool call the Spoor API of `transmission`. */
export const API_NAME = 'api'
