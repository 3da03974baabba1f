/** The envelope that models were taught, as a Lark grammar for a freeform tool. */
export const patchGrammar = `start: "*** Begin Patch" LF operation+ "*** End Patch" LF?

operation: add | delete | update
add: "*** Add File: " path LF added_line*
delete: "*** Delete File: " path LF
update: "*** Update File: " path LF ("*** Move to: " path LF)? hunk*

hunk: (anchor | hunk_line)+ end_of_file?
anchor: "@@" (" " /(.+)/)? LF
hunk_line: /[-+ ]/ /(.*)/ LF
end_of_file: "*** End of File" LF
added_line: "+" /(.*)/ LF
path: /(.+)/

%import common.LF
`;
