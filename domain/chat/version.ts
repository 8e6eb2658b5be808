/** `Sec-WebSocket-Protocol` of this version of the protocol; the session's token is offered beside it. Apart, so that pages need no schemas. */
export const subprotocol = 'parley.chat.v1';
