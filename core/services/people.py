"""People and their posts (人员、岗位): invite, change, disable; who may do that to whom."""

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from core.audit import audit
from core.enums import Role
from core.models import Membership, Organ, User
from core.sealed import fingerprint
from core.services import second_factor

MANAGERS = (Role.OFFICE,)  # administrators besides, as everywhere


class NotYours(ValueError):
    """The rules keep this person from this change; the message says which rule."""


class OtherIdentity(ValueError):
    """The account belongs to another person of the identity provider; the message says what to do."""


class LinkTokens(PasswordResetTokenGenerator):
    """Tokens of set-password links: good for PASSWORD_RESET_TIMEOUT seconds, until used or until the next one is made."""

    key_salt = "core.services.people.LinkTokens"


link_tokens = LinkTokens()


def may_manage(actor: User, user: User) -> str:
    """The sentence why `actor` may not change `user`; empty when allowed."""
    if actor.pk == user.pk:
        return "自己的账号请由另一名管理人员来改。"
    if user.is_superuser and not actor.is_superuser:
        return "这是系统管理员的账号，只有系统管理员能改。"
    if Role.ADMINISTRATOR in _roles_held(user) and Role.ADMINISTRATOR not in actor.roles:
        return "管理员的账号只有管理员能改。"
    return ""


def _roles_held(user: User) -> set[str]:
    """Roles of every membership, those at closed organs too."""
    return {m.role for m in user.memberships.all()}


def _check(actor: User, user: User, role: str = "") -> None:
    if refused := may_manage(actor, user):
        raise NotYours(refused)
    _check_role(actor, role)


def _check_role(actor: User, role: str) -> None:
    if role == Role.ADMINISTRATOR and Role.ADMINISTRATOR not in actor.roles:
        raise NotYours("管理员岗位只能由管理员授予。")


@transaction.atomic
def invite(*, actor: User, username: str, name: str, email: str, organ: Organ, role: str) -> User:
    """A user without a password who holds one post. NotYours for a role above the actor's; ValueError for a name taken."""
    _check_role(actor, role)
    if User.objects.filter(username__iexact=username).exists():
        raise ValueError(f"用户名“{username}”已经有人用了，请换一个。")
    user = User(username=username, last_name=name, email=email)
    user.set_unusable_password()
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:  # taken since it was looked up
        raise ValueError(f"用户名“{username}”已经有人用了，请换一个。") from error
    Membership.objects.create(user=user, organ=organ, role=role)
    audit(actor=actor, action="user.invite", target=_name(user), organ=organ, role=role)
    return user


@transaction.atomic
def new_token(*, actor: User | None, user: User) -> str:
    """A token for a new set-password link; the password, earlier links and the identity bound to it end at once. NotYours; ValueError if disabled.

    Without an actor: the command line of the server, which no rule of rank holds back.
    """
    if actor is not None:
        _check(actor, user)
    if not user.is_active:
        raise ValueError("账号已停用，先启用再发链接。")
    user.set_unusable_password()
    user.identity = None
    user.save(update_fields=["password", "identity"])
    audit(actor=actor, action="user.link", target=_name(user))
    return link_tokens.make_token(user)


def link_path(*, user: User, token: str) -> str:
    """The address of a set-password link on this site."""
    return reverse("set_password", args=[urlsafe_base64_encode(force_bytes(user.pk)), token])


def password_was_set(*, user: User) -> None:
    """Notes that somebody used the link. A second factor that was begun and not finished begins anew: somebody else
    may have seen its secret.
    """
    second_factor.drop_unfinished(user=user)
    audit(actor=user, action="user.password_set", target=_name(user))


@transaction.atomic
def change(*, actor: User, user: User, name: str, email: str) -> None:
    """Corrects name and e-mail address. NotYours."""
    _check(actor, user)
    fields = [f for f, value in (("last_name", name), ("email", email)) if getattr(user, f) != value]
    if "last_name" in fields and user.first_name:
        user.first_name = ""  # the name is one field here
        fields.append("first_name")
    user.last_name, user.email = name, email
    if fields:
        user.save(update_fields=fields)
        audit(actor=actor, action="user.change", target=_name(user), fields=fields)


@transaction.atomic
def post_add(*, actor: User, user: User, organ: Organ, role: str) -> None:
    """Gives a post. NotYours; ValueError when it is held already."""
    _check(actor, user, role)
    _, created = Membership.objects.get_or_create(user=user, organ=organ, role=role)
    if not created:
        raise ValueError("这个岗位已经有了。")
    audit(actor=actor, action="membership.add", target=_name(user), organ=organ, role=role)


@transaction.atomic
def post_remove(*, actor: User, user: User, membership_id: int) -> None:
    """Takes a post away; silent when it is gone already. NotYours."""
    _check(actor, user)
    membership = user.memberships.select_related("organ").filter(pk=membership_id).first()
    if membership is None:
        return
    audit(actor=actor, action="membership.remove", target=_name(user), organ=membership.organ, role=membership.role)
    membership.delete()


@transaction.atomic
def set_active(*, actor: User, user: User, active: bool) -> None:
    """Disables (out at the next click) or enables an account. NotYours."""
    _check(actor, user)
    if user.is_active == active:
        return
    user.is_active = active
    user.save(update_fields=["is_active"])
    audit(actor=actor, action="user.enable" if active else "user.disable", target=_name(user))


@transaction.atomic
def reset_factor(*, actor: User, user: User) -> str:
    """Takes a lost second factor away; returns the token of the link with which the user begins anew, for the password
    alone must not set up another. NotYours; ValueError when there is none, or the account is disabled.
    """
    _check(actor, user)
    if not second_factor.remove(user=user, actor=actor):
        raise ValueError("这个账号没有设置双因素。")
    return new_token(actor=actor, user=user)


def by_claims(claims: dict) -> User | None:
    """The one enabled user whom an identity provider means: whoever it is bound to, else, and bound from then on, the one
    of this username or of an e-mail address that the provider has verified. A name can pass to another person, the
    provider's number for a person (`sub`) cannot.

    None when nobody fits, or more than one does. OtherIdentity for an account that is bound to another person.
    """
    mark = fingerprint(f"oidc\n{claims['iss']}\n{claims['sub']}")
    if bound := User.objects.filter(identity=mark).first():
        return bound if bound.is_active else None
    username, email = claims.get("preferred_username"), claims.get("email")
    means = Q(pk=None)
    if isinstance(username, str) and username:
        means |= Q(username=username)
    if isinstance(email, str) and email and claims.get("email_verified") is True:
        means |= Q(email__iexact=email)
    found = User.objects.filter(means)[:2]
    return _bind(found[0], mark) if len(found) == 1 and found[0].is_active else None


def _bind(user: User, mark: str) -> User:
    try:
        with transaction.atomic():
            if not User.objects.filter(pk=user.pk, identity=None).update(identity=mark):
                raise OtherIdentity("统一身份认证报来的人，和这个账号绑定的不是同一个，没有登录。确实换了身份的，请专项办给这个账号重新发一次链接。")
            audit(actor=user, action="oidc.bound", target=_name(user))
    except IntegrityError as error:  # the same person, signing in twice at once under two names
        raise OtherIdentity("这个身份刚刚绑定了别的账号，没有登录。请联系专项办。") from error
    return user


def _name(user: User) -> str:
    return f"user:{user.pk}"
