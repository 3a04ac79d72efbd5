// What the person reads, in Korean; en.ts has the same keys.
export const ko = {
  appName: '코코톡',
  tagline: '바로 쓰는 메신저',
  // ---- signing in and up
  signIn: '로그인', signUp: '회원가입', signOut: '로그아웃', cid: '아이디', password: '비밀번호', staySignedIn: '로그인 상태 유지',
  noAccount: '계정이 없으신가요?', haveAccount: '이미 계정이 있으신가요?', name: '이름', email: '이메일', phone: '전화번호', code: '인증번호',
  sendCode: '인증번호 받기', checkCode: '확인', codeSent: '인증번호를 보냈습니다. 메일함을 확인해 주세요.', codeRight: '이메일이 확인되었습니다.', codeWrong: '인증번호가 맞지 않습니다. 메일을 다시 확인해 주세요.',
  addPicture: '사진 추가', changePicture: '사진 바꾸기', removePicture: '사진 삭제', optional: '선택',
  // ---- places
  friends: '친구', chats: '채팅', settings: '설정', search: '검색', back: '뒤로', close: '닫기', cancel: '취소', save: '저장', done: '완료', menu: '메뉴', more: '더 보기', main: '주 메뉴',
  // ---- friends
  myProfile: '내 프로필', favourites: '즐겨찾기', addFriend: '친구 추가', friendCid: '친구의 아이디', find: '찾기', nobody: '그런 아이디를 쓰는 사람이 없습니다. 철자를 확인해 주세요.', thatIsYou: '내 아이디입니다.', addedAlready: '이미 친구입니다.', add: '추가',
  noFriends: '아직 친구가 없습니다. 아이디로 친구를 추가해 보세요.', addedYou: '나를 추가한 사람', searchFriends: '이름 검색', chatWith: '1:1 채팅', chatWithSelf: '나와의 채팅', hide: '숨기기', unhide: '숨김 해제', block: '차단', unblock: '차단 해제', favourite: '즐겨찾기 추가', unfavourite: '즐겨찾기 해제',
  removeFriend: '친구 삭제', hiddenFriends: '숨긴 친구', blockedFriends: '차단한 친구', none: '없음', statusMessage: '상태메시지', background: '배경', nickname: '별명', friendAdded: (name: string) => `${name}님을 친구로 추가했습니다.`,
  // ---- rooms
  newChat: '새로운 채팅', noRooms: '아직 채팅방이 없습니다. 친구를 골라 대화를 시작해 보세요.', searchRooms: '채팅방, 메시지 검색', roomName: '채팅방 이름', create: '만들기', chooseFriends: '대화 상대 선택', invite: '초대', inviteFriends: '대화 상대 초대', leave: '나가기', leaveQuestion: '채팅방에서 나가시겠습니까? 대화 내용이 목록에서 사라집니다.',
  rename: '이름 바꾸기', mute: '알림 끄기', unmute: '알림 켜기', pin: '상단 고정', unpin: '고정 해제', muted: '알림 꺼짐', pinned: '고정됨', members: '대화 상대', me: '나', here: '보는 중', unknownPerson: '알 수 없음', emptyRoom: '아직 메시지가 없습니다.', pickRoom: '채팅방을 선택해 주세요', pickRoomHint: '왼쪽에서 대화를 고르거나 새로운 채팅을 시작하세요.',
  unreadCount: (n: number) => `안 읽은 메시지 ${n}개`, mentionsYou: '나를 언급함',
  // ---- conversation
  message: '메시지', messages: '메시지 목록', typeMessage: '메시지 입력', send: '보내기', attach: '파일 보내기', unreadBy: (n: number) => `${n}명이 읽지 않음`, newMessages: '여기까지 읽었습니다', toNewest: '최신 메시지로', newMessage: '새 메시지', typing: (names: string) => `${names}님이 입력하고 있습니다`, edited: '수정됨', deleted: '삭제된 메시지입니다.',
  photo: '사진', video: '동영상', file: '파일', photoSent: '사진을 보냈습니다.', videoSent: '동영상을 보냈습니다.', fileSent: '파일을 보냈습니다.', download: '내려받기', reply: '답장', edit: '수정', delete: '삭제', deleteForAll: '모두에게서 삭제', deleteForMe: '나에게서만 삭제', react: '공감', copy: '복사', copied: '복사했습니다.', makeNotice: '공지로 등록', removeNotice: '공지 내리기', notice: '공지', whoRead: '읽은 사람', read: '읽음', notRead: '안 읽음',
  replyTo: (name: string) => `${name}에게 답장`, repliesTo: (name: string) => `${name}에게 답장`, editing: '메시지 수정', waiting: '보내는 중', waitingOffline: '연결되면 보냅니다', failed: '보내지 못함', retry: '다시 보내기', uploading: (part: number) => `${part}% 올리는 중`, dropHere: '여기에 놓으면 보냅니다', jumpToDate: '날짜로 이동', drawer: '채팅방 서랍', photosAndVideos: '사진/동영상', files: '파일', loadMore: '더 찾기', openPicture: '사진 크게 보기', previous: '이전', next: '다음', mentionEverybody: '언급', nothingThere: '아직 없습니다.', saysToYou: (name: string) => `${name}님의 메시지`, myMessage: '내 메시지',
  // ---- search
  found: (n: number) => `${n}건`, nothingFound: '찾은 것이 없습니다. 다른 말로 찾아보세요.', searchHint: '두 글자 이상이나 초성(ㅎㅇ)으로 찾을 수 있습니다.', searchInRoom: '대화 내용 검색', incomplete: '색인을 만드는 중이라 아직 찾지 못하는 메시지가 있을 수 있습니다.',
  // ---- settings
  language: '언어', theme: '화면', light: '밝게', dark: '어둡게', asSystem: '시스템 설정', notifications: '알림', notificationsOn: '열려 있는 동안 알림 받기', notificationsDenied: '브라우저 설정에서 알림이 차단되어 있습니다. 주소 표시줄의 자물쇠에서 허용해 주세요.', sessions: '로그인된 기기', thisDevice: '이 기기', endSession: '로그아웃시키기', web: '웹', mobile: '모바일', changePassword: '비밀번호 바꾸기', oldPassword: '현재 비밀번호', newPassword: '새 비밀번호', passwordChanged: '비밀번호를 바꿨습니다. 다른 기기는 로그아웃되었습니다.', saved: '저장했습니다.', profile: '프로필', account: '계정', install: '앱으로 설치', administration: '서버 관리', reloadPage: '새로 고침',
  // ---- the link
  connecting: '연결 중…', reconnecting: '연결이 끊겼습니다. 다시 연결하는 중…', backOnline: '다시 연결되었습니다.', replaced: '다른 기기에서 로그인되었습니다.', signedOut: '로그아웃되었습니다.', expired: '로그인이 만료되었습니다. 다시 로그인해 주세요.',
  // ---- refusals: what happened, and what to do
  errOffline: '서버에 연결할 수 없습니다. 네트워크를 확인하고 다시 시도해 주세요.', errPassword: '아이디 또는 비밀번호가 맞지 않습니다. 다시 확인해 주세요.', errRate: '너무 자주 시도했습니다. 잠시 뒤에 다시 해 주세요.', errBusy: '서버가 바쁩니다. 잠시 뒤에 다시 해 주세요.', errExists: '이미 쓰고 있는 아이디, 전화번호 또는 이메일입니다. 다른 것으로 바꿔 주세요.', errMissing: '빠진 칸이 있습니다. 모두 채워 주세요.', errInvalid: '받아들여지지 않았습니다. 내용을 확인해 주세요.', errDenied: '권한이 없습니다. 채팅방의 구성원인지 확인해 주세요.', errConflict: '그 사이에 바뀌었습니다. 다시 해 주세요.', errNotFound: '더 이상 없습니다. 새로 고쳐 주세요.', errTooLarge: '파일이 너무 큽니다. 더 작은 파일로 보내 주세요.', errQuota: '저장 공간이나 업로드 횟수를 넘었습니다. 잠시 뒤에 다시 하거나 파일을 줄여 주세요.', errEmail: '이메일 인증이 필요합니다. 인증번호를 받아 확인해 주세요.', errTooLong: '메시지가 너무 깁니다. 나누어 보내 주세요.', errOldPassword: '현재 비밀번호가 맞지 않습니다. 다시 입력해 주세요.', errPicture: '사진 파일이 아닙니다. JPEG, PNG, GIF 또는 WebP를 골라 주세요.',
  // ---- times
  am: '오전', pm: '오후', yesterday: '어제',
};
