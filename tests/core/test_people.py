"""People: invited with a link that works once, posts given and taken, and nobody reaches above their own post."""

import re

import pytest
from django.core import mail
from django.core.cache import caches
from django.urls import reverse

from core.enums import Role
from core.models import AuditEntry, Membership, User
from core.services import people, second_factor

pytestmark = pytest.mark.django_db
GOOD = "柳暗花明 a long passphrase"


@pytest.fixture(autouse=True)
def no_tries_of_an_earlier_test():
    caches["throttle"].clear()


@pytest.fixture
def office(member, client):
    """An office member, signed in."""
    user = member(Role.OFFICE, "yk-zfw", "zxb")
    client.force_login(user)
    return user


def invite(client, city, **over):
    data = {"username": "lisi", "name": "李四", "email": "", "organ": city["辽0802"].pk, "role": Role.CLERK} | over
    return client.post(reverse("person_invite"), data)


def link_on(page) -> str:
    return re.search(r'id="fresh-link" value="([^"]+)"', page.content.decode()).group(1)


def act(client, user, **data):
    return client.post(reverse("person_act", args=[user.pk]), data, follow=True).content.decode()


def test_an_invited_clerk_sets_a_password_by_a_link_that_shows_once_and_works_once(client, office, city):
    there = invite(client, city)
    user = User.objects.get(username="lisi")
    assert not user.has_usable_password() and there["Location"] == reverse("person", args=[user.pk])
    link = link_on(client.get(there["Location"]))
    assert "fresh-link" not in client.get(there["Location"]).content.decode(), "shown once"
    client.logout()
    form = client.get(link, follow=True)
    assert "设置密码" in form.content.decode() and form.headers["Cache-Control"].count("no-cache")
    done = client.post(form.request["PATH_INFO"], {"new_password1": GOOD, "new_password2": GOOD})
    assert done["Location"] == reverse("wagtailadmin_login")
    assert "链接不能用了" in client.get(link, follow=True).content.decode()
    assert client.login(username="lisi", password=GOOD)
    assert client.get(reverse("openness_staff:hand_in")).status_code == 200
    acts = list(AuditEntry.objects.filter(target=f"user:{user.pk}").order_by("id").values_list("action", flat=True))
    assert acts == ["user.invite", "user.link", "user.password_set"]


def test_what_is_wrong_in_an_invitation_stands_first_and_each_field_names_its_error(client, office, city):
    html = invite(client, city, username="a b", role="").content.decode()
    assert "有地方需要改一下" in html and 'value="a b"' in html and 'value="李四"' in html
    for field in ("id_username", "id_role"):
        assert f'href="#{field}"' in html
        assert f'id="{field}_error"' in html, "aria-describedby leads somewhere"


def test_a_link_ends_after_seven_days_and_when_a_newer_one_is_made(client, office, city, settings):
    invite(client, city)
    user = User.objects.get(username="lisi")
    first = people.link_tokens.make_token(user)
    assert people.link_tokens.check_token(user, first) and settings.PASSWORD_RESET_TIMEOUT == 7 * 86400
    people.new_token(actor=office, user=user)
    assert not people.link_tokens.check_token(User.objects.get(pk=user.pk), first)
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert not people.link_tokens.check_token(user, people.link_tokens.make_token(user))


def test_a_link_of_a_disabled_account_opens_nothing(client, office, city):
    there = invite(client, city)
    link, user = link_on(client.get(there["Location"])), User.objects.get(username="lisi")
    people.set_active(actor=office, user=user, active=False)
    assert "链接不能用了" in client.get(link, follow=True).content.decode()
    assert "先启用" in act(client, user, act="link")


def test_guessing_links_is_throttled(client):
    address = reverse("set_password", args=["MQ", "c0ffee-0123456789abcdef0123456789abcdef"])
    assert {client.get(address).status_code for _ in range(60)} == {200}
    assert client.get(address).status_code == 429


def test_the_link_is_mailed_where_there_is_mail(client, office, city, settings):
    invite(client, city, email="lisi@example.com")
    (letter,) = mail.outbox
    assert letter.to == ["lisi@example.com"] and "/admin/set-password/" in letter.body
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    invite(client, city, username="wangwu", email="wangwu@example.com")
    assert len(mail.outbox) == 1


def test_a_mail_server_that_is_down_loses_no_link(client, office, city, monkeypatch):
    def down(*args, **kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr("core.services.letters.send_mail", down)
    page = client.get(invite(client, city, email="lisi@example.com")["Location"])
    assert "邮件没有发出去" in page.content.decode() and "/admin/set-password/" in link_on(page)


def test_the_office_gives_and_takes_posts_with_an_entry_each(client, office, city, member):
    user = member(Role.CLERK, "辽0802")
    act(client, user, act="post_add", organ=city["辽0881"].pk, role=Role.EDITOR)
    assert "已经有了" in act(client, user, act="post_add", organ=city["辽0881"].pk, role=Role.EDITOR)
    clerk = user.memberships.get(role=Role.CLERK)
    act(client, user, act="post_remove", membership=clerk.pk)
    assert list(user.memberships.values_list("organ__code", "role")) == [("辽0881", "editor")]
    acts = AuditEntry.objects.filter(target=f"user:{user.pk}").order_by("id")
    assert [(e.actor, e.action, e.organ.code, e.detail["role"]) for e in acts] == [
        (office, "membership.add", "辽0881", "editor"), (office, "membership.remove", "辽0802", "clerk"),
    ]  # fmt: skip


def test_a_disabled_member_is_out_at_the_next_click(client, office, member, django_user_model):
    clerk = member(Role.CLERK, "辽0802")
    other = client.__class__()
    other.force_login(clerk)
    assert other.get(reverse("openness_staff:hand_in")).status_code == 200
    assert "已停用" in act(client, clerk, act="disable")
    assert other.get(reverse("openness_staff:hand_in")).status_code == 302
    act(client, clerk, act="enable")
    assert django_user_model.objects.get(pk=clerk.pk).is_active


def test_the_office_reaches_neither_itself_nor_administrators_nor_superusers(client, office, city, member):
    administrator, root = member(Role.ADMINISTRATOR, "yk-zfw"), User.objects.create_superuser("root")
    for target, said in ((office, "另一名管理人员"), (administrator, "只有管理员能改"), (root, "只有系统管理员能改")):
        for data in ({"act": "disable"}, {"act": "link"}, {"act": "reset_factor"}, {"act": "change", "name": "某某", "email": "x@example.com"},
                     {"act": "post_add", "organ": city["yk-zfw"].pk, "role": Role.AUDITOR}, {"act": "post_remove", "membership": 1}):  # fmt: skip
            before = (User.objects.filter(pk=target.pk).values().get(), Membership.objects.count())
            assert said in act(client, target, **data), data
            assert before == (User.objects.filter(pk=target.pk).values().get(), Membership.objects.count())
    clerk = member(Role.CLERK, "辽0802")
    assert "您不能授予" in act(client, clerk, act="post_add", organ=city["yk-zfw"].pk, role=Role.ADMINISTRATOR)
    assert "您不能授予" in invite(client, city, role=Role.ADMINISTRATOR).content.decode()
    with pytest.raises(people.NotYours):
        people.post_add(actor=office, user=clerk, organ=city["yk-zfw"], role=Role.ADMINISTRATOR)
    assert not Membership.objects.filter(role=Role.ADMINISTRATOR).exclude(user=administrator).exists()


def test_an_administrators_rank_outlasts_a_closed_organ(office, city, member):
    boss = member(Role.ADMINISTRATOR, "辽0881")
    city["辽0881"].active = False
    city["辽0881"].save()
    assert people.may_manage(office, User.objects.get(pk=boss.pk))


def test_an_administrator_gives_administrator(client, city, member):
    client.force_login(member(Role.ADMINISTRATOR, "yk-zfw"))
    clerk = member(Role.CLERK, "辽0802")
    act(client, clerk, act="post_add", organ=city["yk-zfw"].pk, role=Role.ADMINISTRATOR)
    assert clerk.memberships.filter(role=Role.ADMINISTRATOR).exists()


def test_the_office_resets_a_lost_second_factor(client, office, member):
    clerk = member(Role.CLERK, "辽0802")
    assert "没有设置双因素" in act(client, clerk, act="reset_factor")
    second_factor.begin(user=clerk)
    assert "双因素已重置" in act(client, clerk, act="reset_factor")
    assert AuditEntry.objects.get(action="factor.reset").actor == office


def test_a_taken_username_is_said_so(client, office, city):
    invite(client, city)
    assert "已经有人用了" in invite(client, city, username="LiSi").content.decode()
    assert "用户名只能用" in invite(client, city, username="li si").content.decode()


def test_the_list_is_found_by_name_organ_post_and_state(client, office, city, member, django_assert_max_num_queries):
    invite(client, city)
    gone = member(Role.EDITOR, "辽0881", "zhaoliu")
    people.set_active(actor=office, user=gone, active=False)
    names = {"q=李": {"lisi"}, "q=zhao": {"zhaoliu"}, "organ=辽0881": {"zhaoliu"}, "role=office": {"zxb"}, "state=disabled": {"zhaoliu"}, "state=new&role=clerk": {"lisi"}}
    for query, wanted in names.items():
        assert {u.username for u in client.get(f"{reverse('people')}?{query}").context["people"]} == wanted, query
    User.objects.bulk_create(User(username=f"u{i:03}") for i in range(60))
    with django_assert_max_num_queries(14):
        assert client.get(f"{reverse('people')}?page=2").status_code == 200
